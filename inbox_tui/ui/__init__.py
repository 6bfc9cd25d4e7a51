"""The screens, in Textual. A widget renders one view value and holds no business state."""
