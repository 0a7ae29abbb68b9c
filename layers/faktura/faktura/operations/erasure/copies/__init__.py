"""What says of a customer again what is stored elsewhere: recorded answers, exported files, and salts of journals."""
