package camt

import "encoding/xml"

// The raw types mirror the message; the paths without a namespace fit every version.

type rawStatement struct {
	ID       string       `xml:"Id"`
	Created  string       `xml:"CreDtTm"`
	Account  rawAccount   `xml:"Acct"`
	Balances []rawBalance `xml:"Bal"`
	Entries  []rawEntry   `xml:"Ntry"`
	Info     string       `xml:"AddtlStmtInf"`
	Notice   string       `xml:"AddtlNtfctnInf"`
}

type rawAccount struct {
	IBAN     string   `xml:"Id>IBAN"`
	Other    string   `xml:"Id>Othr>Id"`
	Currency string   `xml:"Ccy"`
	Name     string   `xml:"Nm"`
	Owner    rawParty `xml:"Ownr"`
	Servicer rawAgent `xml:"Svcr"`
}

type rawAmount struct {
	Value    string `xml:",chardata"`
	Currency string `xml:"Ccy,attr"`
}

type rawDay struct {
	Day    string `xml:"Dt"`
	Moment string `xml:"DtTm"`
}

type rawBalance struct {
	Code        string    `xml:"Tp>CdOrPrtry>Cd"`
	Proprietary string    `xml:"Tp>CdOrPrtry>Prtry"`
	Amount      rawAmount `xml:"Amt"`
	Direction   string    `xml:"CdtDbtInd"`
	On          rawDay    `xml:"Dt"`
}

type rawStatus struct {
	Text        string `xml:",chardata"` // up to version 7
	Code        string `xml:"Cd"`        // from version 8
	Proprietary string `xml:"Prtry"`
}

type rawCode struct {
	Domain      string `xml:"Domn>Cd"`
	Family      string `xml:"Domn>Fmly>Cd"`
	SubFamily   string `xml:"Domn>Fmly>SubFmlyCd"`
	Proprietary string `xml:"Prtry>Cd"`
}

// rawEntry keeps its line for people.
type rawEntry struct {
	line int
	rawEntryFields
}

type rawEntryFields struct {
	Reference         string      `xml:"NtryRef"`
	ServicerReference string      `xml:"AcctSvcrRef"`
	Amount            rawAmount   `xml:"Amt"`
	Direction         string      `xml:"CdtDbtInd"`
	Reversal          string      `xml:"RvslInd"`
	Status            rawStatus   `xml:"Sts"`
	Booked            rawDay      `xml:"BookgDt"`
	Value             rawDay      `xml:"ValDt"`
	Code              rawCode     `xml:"BkTxCd"`
	Info              string      `xml:"AddtlNtryInf"`
	Details           []rawDetail `xml:"NtryDtls"`
}

// UnmarshalXML notes the line at which the entry begins.
func (r *rawEntry) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	r.line, _ = d.InputPos()
	return d.DecodeElement(&r.rawEntryFields, &start)
}

type rawDetail struct {
	BatchCount   string           `xml:"Btch>NbOfTxs"`
	BatchID      string           `xml:"Btch>PmtInfId"`
	Transactions []rawTransaction `xml:"TxDtls"`
}

type rawTransaction struct {
	Amount            rawAmount      `xml:"Amt"`               // from version 3
	InnerAmount       rawAmount      `xml:"AmtDtls>TxAmt>Amt"` // version 2
	Instructed        rawAmount      `xml:"AmtDtls>InstdAmt>Amt"`
	Direction         string         `xml:"CdtDbtInd"`
	EndToEndID        string         `xml:"Refs>EndToEndId"`
	InstructionID     string         `xml:"Refs>InstrId"`
	TransactionID     string         `xml:"Refs>TxId"`
	ServicerReference string         `xml:"Refs>AcctSvcrRef"`
	UETR              string         `xml:"Refs>UETR"`
	MandateID         string         `xml:"Refs>MndtId"`
	Debtor            rawParty       `xml:"RltdPties>Dbtr"`
	DebtorAccount     rawAccount     `xml:"RltdPties>DbtrAcct"`
	UltimateDebtor    rawParty       `xml:"RltdPties>UltmtDbtr"`
	Creditor          rawParty       `xml:"RltdPties>Cdtr"`
	CreditorAccount   rawAccount     `xml:"RltdPties>CdtrAcct"`
	UltimateCreditor  rawParty       `xml:"RltdPties>UltmtCdtr"`
	DebtorBank        rawAgent       `xml:"RltdAgts>DbtrAgt"`
	CreditorBank      rawAgent       `xml:"RltdAgts>CdtrAgt"`
	Unstructured      []string       `xml:"RmtInf>Ustrd"`
	Structured        []rawStructure `xml:"RmtInf>Strd"`
	Info              string         `xml:"AddtlTxInf"`
}

type rawParty struct {
	Name  string   `xml:"Nm"`
	Party string   `xml:"Pty>Nm"` // from version 8
	Agent rawAgent `xml:"Agt"`    // a bank as a party
}

type rawAgent struct {
	BIC   string `xml:"FinInstnId>BIC"`   // up to version 2
	BICFI string `xml:"FinInstnId>BICFI"` // from version 3
	Name  string `xml:"FinInstnId>Nm"`
}

type rawStructure struct {
	Reference string   `xml:"CdtrRefInf>Ref"`
	Documents []string `xml:"RfrdDocInf>Nb"`
	Info      []string `xml:"AddtlRmtInf"`
}
