"""What the pages of the room send, before anything is looked up."""
