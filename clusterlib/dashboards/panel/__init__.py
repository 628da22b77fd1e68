"""The pages of a panel（专家评审、组长）: what a signed-in expert sees and does."""
