package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"google.golang.org/protobuf/proto"

	"dangol.example/gen/api/dangol/shop/v1/shopv1connect"
)

// plainClient is a connection that posts to one procedure, by Connect's protocol over HTTP/1.1
// (https://connectrpc.com/docs/protocol), and takes as little of the processors as it can: they are the server's.
type plainClient struct {
	conn   net.Conn
	answer *bufio.Reader
	head   string
	buffer []byte
}

func (w *wire) plain() (*plainClient, error) {
	host := strings.TrimPrefix(w.url, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		return nil, err
	}
	return &plainClient{conn: conn, answer: bufio.NewReader(conn), head: "POST " + shopv1connect.ShopServiceNoteOrderProcedure +
		" HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + w.bearer +
		"\r\nContent-Type: application/proto\r\nConnect-Protocol-Version: 1\r\nContent-Length: "}, nil
}

// post sends a request and reads the whole answer.
func (c *plainClient) post(m proto.Message) (err error) {
	c.buffer = fmt.Append(append(c.buffer[:0], c.head...), proto.Size(m), "\r\n\r\n")
	if c.buffer, err = (proto.MarshalOptions{}).MarshalAppend(c.buffer, m); err != nil {
		return err
	}
	if _, err := c.conn.Write(c.buffer); err != nil {
		return err
	}
	answer, err := http.ReadResponse(c.answer, nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", answer.Status, said)
	}
	return err
}
