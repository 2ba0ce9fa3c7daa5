"""What the room knows without any table: modules, what is drawn of them, how answers are scored."""
