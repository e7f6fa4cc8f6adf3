package io.facesweep.report;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A conversation with Chromium in its DevTools protocol: one question at a time. */
final class DevTools {
  private static final long PATIENCE_MINUTES = 5;
  private static final Gson GSON = new Gson();

  private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private int questions;

  /** Connects to a browser, which tells its address in {@code DevToolsActivePort}. */
  DevTools(URI address) {
    socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Ear()).join();
  }

  /**
   * Asks the browser something and waits for its answer.
   *
   * @param session of a page; empty for the browser as a whole
   */
  JsonObject ask(String session, String method, Map<String, ?> parameters)
      throws InterruptedException {
    int id = ++questions;
    Map<String, Object> question = new HashMap<>();
    question.put("id", id);
    question.put("method", method);
    question.put("params", parameters);
    if (!session.isEmpty()) {
      question.put("sessionId", session);
    }
    socket.sendText(GSON.toJson(question), true).join();
    JsonObject message = next(messages, method);
    while (!message.has("id") || message.get("id").getAsInt() != id) {
      events.add(message);
      message = next(messages, method);
    }
    if (!message.has("result")) {
      throw new IllegalStateException("Cannot ask Chromium %s: %s".formatted(method, message));
    }
    return message.getAsJsonObject("result");
  }

  /** Waits for the next event of the pages whose events were asked for, in their order. */
  JsonObject nextEvent() throws InterruptedException {
    JsonObject early = events.poll();
    return early != null ? early : next(messages, "an event");
  }

  /** Drops the events that nobody has looked at. */
  void forget() {
    events.clear();
  }

  private static JsonObject next(BlockingQueue<JsonObject> queue, String what)
      throws InterruptedException {
    JsonObject message = queue.poll(PATIENCE_MINUTES, TimeUnit.MINUTES);
    if (message == null) {
      throw new IllegalStateException("Chromium does not answer: no " + what);
    }
    return message;
  }

  /** Puts parts of messages together. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      parts.append(part);
      if (isLast) {
        messages.add(JsonParser.parseString(parts.toString()).getAsJsonObject());
        parts.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
