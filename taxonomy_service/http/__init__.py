"""HTTP: requests down to the services, answers and problems up."""
