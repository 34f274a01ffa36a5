package tidy

// The debts of today. A number here may be lowered, never raised.

var larger = map[string]Debt{
	"intake":   {6012, "what people say (days, hours, sums) wants to be a package below it"},
	"bankfile": {3400, "the alerts want to be a package below it"},
	"match":    {3500, "names want to be a package below it"},
}

// wrap is how width is paid: a line is wrapped by whoever next changes its file.
const wrap = "wrap them with the next change of their file"

var wider = map[string]Debt{
	"bankfile":       {19, wrap},
	"bankfile/biff8": {5, wrap},
	"bankfile/camt":  {3, wrap},
	"bankfile/mt940": {1, wrap},
	"bankfile/ofx":   {1, wrap},
	"book":           {17, wrap},
	"book/output":    {21, wrap},
	"chatlog":        {2, wrap},
	"cmd/dangol":     {19, wrap},
	"intake":         {200, "the tables of words and patterns belong into intake/rules"},
	"internal/score": {9, wrap},
}
