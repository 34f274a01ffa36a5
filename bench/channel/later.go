package main

import "context"

func firstLoad(context.Context, string) error { return nil }
