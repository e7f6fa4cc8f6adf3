package io.facesweep.report;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Chromium without a window: {@code -Dchromium=FILE}, or what the path has. One process opens all
 * pages, each as a visitor of its own, who keeps nothing.
 */
final class Browser implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 300;

  /** How long pages live, in their own time, which runs while nothing is left to do. */
  private static final int MILLISECONDS = 8000;

  private static final int HEIGHT = 900;

  private final Process process;
  private final DevTools tools;

  private Browser(Process process, DevTools tools) {
    this.process = process;
    this.tools = tools;
  }

  /**
   * What a page came to.
   *
   * @param dom serialized after its scripts ran
   * @param console what the console has of it: one text an entry, of scripts and of the browser
   */
  record Page(String dom, List<String> console) {}

  /**
   * Starts a browser; skips the tests if there is none.
   *
   * @param folder for its own files
   */
  static Browser start(Path folder) throws Exception {
    Path program = find();
    assumeTrue(program != null, "no Chromium on the path: give one by -Dchromium=FILE");
    Path log = folder.resolve("chromium.log");
    List<String> command =
        List.of(
            program.toString(),
            "--headless",
            "--no-sandbox",
            "--no-first-run",
            "--disable-background-networking",
            "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader",
            "--remote-debugging-port=0",
            "--user-data-dir=" + folder.resolve("profile"));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      return new Browser(process, new DevTools(address(folder.resolve("profile"), process, log)));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static Path find() {
    String given = System.getProperty("chromium", "");
    Stream<Path> candidates =
        given.isEmpty()
            ? Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(
                    directory ->
                        Stream.of("chromium", "chromium-browser", "google-chrome")
                            .map(name -> Path.of(directory, name)))
            : Stream.of(Path.of(given));
    return candidates.filter(Files::isExecutable).findFirst().orElse(null);
  }

  /** Where it listens, which it writes when it does: a port and a path, in two lines. */
  private static URI address(Path profile, Process process, Path log) throws Exception {
    Path file = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() == 2) {
        return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
      }
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("Cannot start Chromium: " + Files.readString(log));
      }
      Thread.sleep(20);
    }
  }

  /** Opens a page from disk, lets it live for a while and closes it. */
  Page open(Path file, String fragment, int width) throws InterruptedException {
    return open(file, fragment, width, "");
  }

  /**
   * The same, and lets it live longer until it has something that a busy machine needs more time
   * for, such as a drawing in three dimensions.
   *
   * @param wanted part of its elements' text
   */
  Page open(Path file, String fragment, int width, String wanted) throws InterruptedException {
    String visitor =
        text(tools.ask("", "Target.createBrowserContext", Map.of()), "browserContextId");
    Map<String, String> blank = Map.of("url", "about:blank", "browserContextId", visitor);
    String target = text(tools.ask("", "Target.createTarget", blank), "targetId");
    Map<String, Object> attachment = Map.of("targetId", target, "flatten", true);
    String session = text(tools.ask("", "Target.attachToTarget", attachment), "sessionId");
    try {
      for (String domain : List.of("Page", "Runtime", "Log")) {
        tools.ask(session, domain + ".enable", Map.of());
      }
      tools.ask(
          session,
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
      tools.ask(session, "Page.navigate", Map.of("url", file.toUri() + fragment));
      tools.ask(
          session,
          "Emulation.setVirtualTimePolicy",
          Map.of("policy", "pauseIfNetworkFetchesPending", "budget", MILLISECONDS));
      List<String> console = live(session);
      String dom = dom(session);
      if (!dom.contains(wanted)) {
        tools.ask(session, "Emulation.setVirtualTimePolicy", Map.of("policy", "advance"));
      }
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!dom.contains(wanted) && System.nanoTime() < end) {
        Thread.sleep(50);
        dom = dom(session);
      }
      return new Page(dom, console);
    } finally {
      tools.ask("", "Target.disposeBrowserContext", Map.of("browserContextId", visitor));
      tools.forget();
    }
  }

  private String dom(String session) throws InterruptedException {
    Map<String, String> question = Map.of("expression", "document.documentElement.outerHTML");
    JsonObject answer = tools.ask(session, "Runtime.evaluate", question);
    return text(answer.getAsJsonObject("result"), "value");
  }

  /** Waits until a page's time is over; returns what its console has. */
  private List<String> live(String session) throws InterruptedException {
    List<String> console = new ArrayList<>();
    boolean hasLoaded = false;
    boolean isOver = false;
    while (!hasLoaded || !isOver) {
      JsonObject event = tools.nextEvent();
      if (!event.has("sessionId") || !text(event, "sessionId").equals(session)) {
        continue;
      }
      switch (text(event, "method")) {
        case "Page.loadEventFired" -> hasLoaded = true;
        case "Emulation.virtualTimeBudgetExpired" -> isOver = true;
        case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded" ->
            console.add(event.get("params").toString());
        default -> {
          // nothing that tests ask for
        }
      }
    }
    return console;
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  /** Ends the browser, so that its files can be deleted. */
  @Override
  public void close() throws InterruptedException, IOException {
    tools.ask("", "Browser.close", Map.of());
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("Chromium does not end");
    }
  }
}
