"""The commands: thin, one file a group. They hold no rule of their own; `outcome` alone speaks and decides statuses."""
