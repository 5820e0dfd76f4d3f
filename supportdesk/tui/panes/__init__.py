"""What the tabs beside the paste show: each from the diagnosis to styled text."""
