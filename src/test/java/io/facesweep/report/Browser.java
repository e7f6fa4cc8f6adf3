package io.facesweep.report;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Chromium without a window: {@code -Dchromium=FILE}, or what the path has. */
final class Browser {
  private static final int MINUTES = 5;

  private final Path program;
  private final Path folder;

  private Browser(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * What a page came to.
   *
   * @param dom serialized after its scripts ran
   * @param console lines that the console has of it
   */
  record Page(String dom, List<String> console) {}

  /**
   * Finds a browser; skips the test if there is none.
   *
   * @param folder for its own files
   */
  static Browser find(Path folder) {
    String given = System.getProperty("chromium", "");
    Stream<Path> candidates =
        given.isEmpty()
            ? Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(
                    directory ->
                        Stream.of("chromium", "chromium-browser", "google-chrome")
                            .map(name -> Path.of(directory, name)))
            : Stream.of(Path.of(given));
    Path program = candidates.filter(Files::isExecutable).findFirst().orElse(null);
    assumeTrue(program != null, "no Chromium on the path: give one by -Dchromium=FILE");
    return new Browser(program, folder);
  }

  /** Opens a page from disk. */
  Page open(Path file, String fragment, int width) throws Exception {
    Path out = Files.createTempFile(folder, "dom", ".html");
    Path log = Files.createTempFile(folder, "chromium", ".log");
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--no-first-run",
            "--disable-background-networking",
            "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader",
            "--enable-logging=stderr",
            "--user-data-dir=" + folder.resolve("profile"),
            "--window-size=%d,900".formatted(width),
            "--virtual-time-budget=8000",
            "--dump-dom",
            file.toUri() + fragment));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(log.toFile())
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("Chromium did not end: " + Files.readString(log));
    }
    List<String> console =
        Files.readAllLines(log).stream().filter(line -> line.contains("CONSOLE")).toList();
    return new Page(Files.readString(out), console);
  }
}
