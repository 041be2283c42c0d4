module example.org/relay/go-client

go 1.22

require (
	github.com/atotto/clipboard v0.1.4
	github.com/gen2brain/beeep v0.0.0-20240516210008-9c006672e7f4
	github.com/gorilla/websocket v1.5.3
	github.com/rs/zerolog v1.33.0
	golang.org/x/crypto v0.25.0
)
