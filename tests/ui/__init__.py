"""What people see: windows, models, screenshots. So far only the ground they will stand on."""
