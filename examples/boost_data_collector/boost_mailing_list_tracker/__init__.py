"""Messages of the Boost mailing lists."""
