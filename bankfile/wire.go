package bankfile

func readOFX(data []byte, o Options) ([]Statement, error)   { return nil, errNoHeader }
func readCAMT(data []byte, o Options) ([]Statement, error)  { return nil, errNoHeader }
func readMT940(data []byte, o Options) ([]Statement, error) { return nil, errNoHeader }
