"""The plan of KPU Kota Banjarmasin for 2024, as it was published, with the people of a trial installation."""
