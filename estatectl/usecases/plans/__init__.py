"""Emergency plans at work: started with a case, taken measure by measure, told as a timeline. Floor 2."""
