"""What `ticketcourse.data.generator` is made of: tables of phrases, and the chances behind them."""
