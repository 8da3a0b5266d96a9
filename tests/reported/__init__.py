"""Files made after public reports about remittances: each shows one fault that somebody reported."""
