package org.example.relay.server;

import io.sentry.Sentry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** The web interface of the server. */
@Path("/v1")
public final class RelayResource {
    private final Relay relay;
    private final Accounts accounts;
    private final Tokens tokens;

    public RelayResource(Relay relay, Accounts accounts, Tokens tokens) {
        this.relay = relay;
        this.accounts = accounts;
        this.tokens = tokens;
    }

    @POST
    @Path("/login")
    public Response login(LoginRequest attempt) throws NoSuchAlgorithmException {
        if (!accounts.login(attempt)) {
            return Response.status(Response.Status.FORBIDDEN).build();
        }
        return Response.ok(tokens.issue(attempt.account())).build();
    }

    @PUT
    @Path("/messages")
    public Response send(@QueryParam("device") List<String> devices, Envelope envelope)
            throws IOException {
        try {
            relay.forward(envelope, devices);
            return Response.accepted().build();
        } catch (BlockedException error) {
            Sentry.captureException(error);
            return Response.status(Response.Status.FORBIDDEN).build();
        }
    }

    @PUT
    @Path("/settings")
    public Response settings(@Context HttpServletRequest request) throws IOException {
        return Response.ok(States.read(request.getInputStream()).size()).build();
    }
}
