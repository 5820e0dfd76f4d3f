"""Stories told by keyboard in a real terminal."""
