package intake

// Reader reads conversations. It holds the rules and nothing of the conversations; it may be used by many at once.
type Reader struct {
	acts    ruleSet
	vetoes  ruleSet
	roles   ruleSet
	labels  []labelRule
	lexicon *lexicon
}

// New reads the rules. An error means that a rule file is broken.
func New() (*Reader, error) {
	acts, err := readRules("acts.txt")
	if err != nil {
		return nil, err
	}
	vetoes, err := readRules("vetoes.txt")
	if err != nil {
		return nil, err
	}
	roles, err := readRules("roles.txt")
	if err != nil {
		return nil, err
	}
	labels, err := readLabels()
	if err != nil {
		return nil, err
	}
	words, err := readLexicon()
	if err != nil {
		return nil, err
	}
	return &Reader{acts: newRuleSet(acts), vetoes: newRuleSet(vetoes), roles: newRuleSet(roles), labels: labels, lexicon: words}, nil
}

// Orders reads the orders of a conversation, in the order in which they were begun.
func (r *Reader) Orders(c Conversation) []Order {
	t := talk{reader: r, title: c.Title, menu: map[string]menuPrice{}}
	for i := range c.Turns {
		t.turn(&c.Turns[i])
	}
	return t.finish(c.AsOf, c.Wanted)
}

// acts is what a message does: the names of the rules that hold.
type acts map[string]bool

// Every sentence stands for itself: what excepts one ("if you pay") does not except the next ("paid, thank you").
func actsOf(set ruleSet, who speaker, text string) acts {
	if set.words.in(text) == (groups{}) {
		return nil
	}
	var found acts
	for _, s := range sentences(text) {
		found = actsIn(set, who, s, found)
	}
	return found
}

func actsIn(set ruleSet, who speaker, text string, found acts) acts {
	hit := set.words.in(text)
	if hit == (groups{}) {
		return found
	}
	for i := range set.rules {
		r := &set.rules[i]
		if !hit.has(i) || r.who != anyone && r.who != who || found[r.name] {
			continue
		}
		if r.holds(text) {
			if found == nil {
				found = acts{}
			}
			found[r.name] = true
		}
	}
	return found
}

// ruleSet is a list of rules with an index of their words.
type ruleSet struct {
	rules []rule
	words *vocabulary
}

func newRuleSet(rules []rule) ruleSet {
	s := ruleSet{rules, &vocabulary{}}
	for i := range rules[:min(len(rules), groupsMax)] {
		for _, w := range rules[i].words {
			s.words.put(w, i)
		}
	}
	return s
}
