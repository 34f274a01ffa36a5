package tidy

// Rules is what a tree is held to.
type Rules struct {
	Module     string            // own import paths begin with it
	Layers     []Layer           // lowest first
	Forbidden  []Forbidden       // imports that nobody may have, but for the named
	Sizes      Sizes             // the most of everything
	Larger     map[string]Debt   // packages over Sizes.Package, and how large each may be
	Wider      map[string]Debt   // packages with lines over Sizes.Columns, and how many each may have
	Banned     map[string]string // names of folders and files (without .go) that say nothing → what to do instead
	Untested   map[string]string // packages that need no tests → why
	Documents  []string          // must be there
	Skipped    []string          // folders that are not judged
	Generated  string            // code below it is made by tools and may be imported by everybody
	Text       []string          // endings and names of files that are read as text
	Guides     []string          // documents that name files in backquotes; each of those must be there
	DecisionAt string            // folder of the decisions
}

// Layer is a row of packages. A package imports only packages of lower layers: never one of its own row.
type Layer struct {
	Packages []string
	Why      string
}

// Forbidden is an import that is not allowed outside the folders of Except.
type Forbidden struct {
	Paths  []string
	Except []string
	Why    string
}

// Sizes are where reading gets hard. They are not targets.
type Sizes struct{ File, Function, Package, Main, Columns, Readme int }

// Debt is what breaks a rule today: how much of it is suffered, and how it is to be paid. It may only get less.
type Debt struct {
	Most int
	Pay  string
}

// House is what this tree is held to.
var House = Rules{
	Module: "dangol.example", // with a dot: formatters would take its packages for the standard library's without one
	Layers: []Layer{
		{
			[]string{"money", "fault", "clock", "id", "internal/planted"},
			"leaves: amounts, errors, times and names know nothing of us",
		},
		{
			[]string{"journal", "blob", "blob/picture", "push"},
			"what a shard's history looks like, and the contract of whoever keeps it",
		},
		{
			[]string{"journal/journaltest"},
			"the suite that every journal must pass",
		},
		{
			[]string{"journal/memory", "journal/jetstream"},
			"where history is kept: neither knows what is in it",
		},
		{
			[]string{"shard/content", "shard/query"},
			"what tells one command from another; SQL as domains use it",
		},
		{
			[]string{"shard"},
			"commands, journal and view: knows no domain",
		},
		{
			[]string{"bankfile/biff8", "bankfile/camt", "bankfile/mt940", "bankfile/ofx"},
			"wire formats: they know how bytes lie, not what a statement is",
		},
		{
			[]string{"chatlog", "bankfile", "match"},
			"leaves of the shop's main job: each is of use alone, none knows another (docs/adr/0001)",
		},
		{
			[]string{"match/matchtest"},
			"invented shops for match's tests and benchmarks",
		},
		{
			[]string{"intake"},
			"orders out of conversations: knows turns of a talk, not files and not the bank",
		},
		{
			[]string{"book"},
			"the one place where chats, orders and deposits meet",
		},
		{
			[]string{"book/output"},
			"the book for people: knows nothing of how it was found out",
		},
		{
			[]string{"shard/shardtest"},
			"a small domain for tests of the shard and for the simulator",
		},
		{
			[]string{"shop/form"},
			"what people may write in a shop: knows no view and no command",
		},
		{
			[]string{"shop/due", "shop/count"},
			"what waits for money in a shop's view, and what is counted in it: decide nothing",
		},
		{
			[]string{"shop/code"},
			"the depositor names of orders: decides nothing",
		},
		{
			[]string{"shop/shown"},
			"what devices hold of a shop: reads its view, decides nothing",
		},
		{
			[]string{"shop/reading"},
			"files into orders and deposits for a shop that lives on: knows no shard",
		},
		{
			[]string{"channel/draft"},
			"orders out of a conversation, as proposals: knows no view",
		},
		{
			[]string{"shop"},
			"domains: what commands decide and events do",
		},
		{
			[]string{"shop/shoptest"},
			"a shop on a shard that is driven by hand, for tests of domains",
		},
		{
			[]string{"channel/policy"},
			"what a shop's card means: pure, knows no view and no command",
		},
		{
			[]string{"channel/desk", "channel/bell"},
			"a shop's card and desk as a domain: knows no conversation",
		},
		{
			[]string{"channel"},
			"conversations: what customers and people of a shop say to each other, and the orders out of it",
		},
		{
			[]string{"channel/search", "channel/statistics"},
			"finds messages: an index beside the view, made of what the channel gives it; counts what happened",
		},
		{
			[]string{"channel/reach"},
			"what a shop says without being asked",
		},
		{
			[]string{"watch"},
			"streams that wait for changes: knows no session and no network, only connections that it is given",
		},
		{
			[]string{"api/quota"},
			"how much is too much: knows nothing of what is counted",
		},
		{
			[]string{"api"},
			"the wire: who may do what, and how it is asked",
		},
		{
			[]string{"web"},
			"the web app, embedded: knows only files",
		},
		{
			[]string{"app", "sim"},
			"the parts put together: as a server, and under a clock and faults of our own",
		},
		{
			[]string{"internal/score", "internal/tidy"},
			"checks of the product and of the tree; nothing may build on them",
		},
		{
			[]string{"cmd/dangol"},
			"flags, files and exit codes; imported by nobody",
		},
	},
	Forbidden: []Forbidden{
		{
			[]string{"C"},
			nil,
			"cgo: the product is one static binary that also runs on a shop's Windows PC",
		},
		{
			[]string{"net", "net/http", "net/smtp", "net/rpc", "os/exec", "plugin"},
			[]string{"api", "app", "web", "push", "journal/jetstream", "cmd/dangol"},
			"customers' chats never leave the machine (docs/adr/0002); domains know no network",
		},
		{
			[]string{"math/rand", "math/rand/v2", "crypto/rand"},
			[]string{"match/matchtest", "sim", "journal/journaltest", "app", "cmd/dangol"},
			"the same chats and lists give the same book (docs/adr/0002)",
		},
		{
			[]string{"log", "log/slog"},
			[]string{"cmd/dangol", "app", "api", "shard", "journal/jetstream", "sim", "shop/shoptest"},
			"return the error: only the command and what runs on its own talk to people",
		},
		{
			[]string{"unsafe"},
			nil,
			"nothing here is so slow that it is worth a crash",
		},
	},
	Sizes: Sizes{
		File:     500,
		Function: 70, // a screen
		Package:  3000,
		Main:     40,  // of code, in main.go: it only starts
		Columns:  120, // two files side by side
		Readme:   120, // what a visitor reads
	},
	Larger: larger,
	Wider:  wider,
	Banned: banned,
	Untested: map[string]string{
		"match/matchtest":     "its shops are the input of match's tests",
		"journal/journaltest": "it is the tests of the journals",
		"shard/shardtest":     "it is the domain of the shard's tests",
		"shop/shoptest":       "it is the stage of the domains' tests",
		"shop/shown":          "what it builds is what the tests of shop and api look at",
		"channel/bell":        "api rings it: from a subscription to the push (TestSubscribe of api)",
	},
	Documents:  documents,
	Skipped:    []string{"testdata", "bin", "bench", "gen", "node_modules", "src"},
	Generated:  "gen/",
	Text:       []string{".go", ".md", ".mod", ".yml", ".json", ".html", ".txt", "Makefile"},
	Guides:     []string{"ARCHITECTURE.md", "CONTRIBUTING.md", "docs/adr/dependencies.md"},
	DecisionAt: "docs/adr",
}

const (
	nameWhatItIs   = "name it after what it is"
	besideTheirUse = "put types beside their use"
	oneBehaviour   = "one file per behaviour, named after it"
)

var banned = map[string]string{
	"util": nameWhatItIs, "utils": nameWhatItIs, "common": nameWhatItIs, "base": nameWhatItIs, "misc": nameWhatItIs,
	"lib": nameWhatItIs, "pkg": nameWhatItIs, "helper": nameWhatItIs, "helpers": nameWhatItIs, "manager": nameWhatItIs,
	"types": besideTheirUse, "interfaces": besideTheirUse, "constants": besideTheirUse,
	"models": oneBehaviour, "handlers": oneBehaviour, "functions": oneBehaviour,
}

var documents = []string{
	"README.md", "ARCHITECTURE.md", "GLOSSARY.md", "CONTRIBUTING.md", "LICENSE", ".ci/run",
	"docs/adr/README.md", "docs/adr/dependencies.md", "docs/benchmarks.md", "docs/book.md", "docs/book.schema.json",
}
