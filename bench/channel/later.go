package main

import "context"

func latency(context.Context, string) error   { return nil }
func holdPeer(context.Context, string) error  { return nil }
func firstLoad(context.Context, string) error { return nil }
func searching(context.Context, string) error { return nil }
