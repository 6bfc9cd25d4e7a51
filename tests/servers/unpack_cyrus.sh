#!/usr/bin/env bash
# Unpacks Debian's Cyrus into FOLDER without installing it, because it cannot be installed beside Dovecot.
# Afterwards: INBOX_TUI_CYRUS=FOLDER uv run pytest
set -euo pipefail
folder=${1:?usage: unpack_cyrus.sh FOLDER}
mkdir -p "$folder/debs"
cd "$folder/debs"
packages=(cyrus-imapd cyrus-common libwrap0)
# What these need of libraries and this machine lacks. ClamAV and LDAP are only for programs that we do not run.
for library in $(apt-cache depends --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
        --no-enhances cyrus-common | sed -n 's/^ *|\{0,1\}Depends: \(lib[a-z0-9.+-]*\)$/\1/p'); do
    dpkg -s "$library" >/dev/null 2>&1 || packages+=("$library")
done
apt-get download -qq "${packages[@]}"
for package in ./*.deb; do dpkg -x "$package" ..; done
chmod 755 ..
cd .. && rm -r debs
