"""Where the seconds go: random organizations of any size, and a table of what each step costs."""
