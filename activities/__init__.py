"""Everything that touches the world: recording, rendering, due dates, mail."""
