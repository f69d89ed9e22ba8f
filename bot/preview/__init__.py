"""Every card and picture of a campaign in every language, as one page to look at beforehand."""
