"""What coding agents are answered: values that JSON can hold, with the words of the other reports."""
