package org.example.relay.server;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Sends codes by which people prove that a number is theirs. */
public final class SmsGateway {
    private static final String GATEWAY = "https://sms.example.org/";

    private final HttpClient client = HttpClient.newHttpClient();

    public int verify(Account account) throws IOException, InterruptedException {
        String number = account.getPhoneNumber();
        return call("verify", "to=" + URLEncoder.encode(number, StandardCharsets.UTF_8));
    }

    private int call(String path, String form) throws IOException, InterruptedException {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(GATEWAY + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
