"""What is checked, with which settings, and how several reports become one."""
