"""What every trade runs on; knows no trade."""
