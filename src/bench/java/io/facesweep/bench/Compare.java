package io.facesweep.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs a benchmark and a peer's command that prints the same JSON lines in turn, several rounds, so
 * that a disturbance of the machine meets both, and prints a table of their ratios in Markdown.
 *
 * <p>Lines count that have {@code what}, {@code median_ms} and {@code median_cpu_ms}; of the rounds
 * the medians are taken, and of the ratio the lowest and highest of one round as well.
 */
@Command(
    name = "Compare",
    mixinStandardHelpOptions = true,
    description = "Runs a benchmark and a peer's in turn; prints the ratios of their times.")
public final class Compare implements Callable<Integer> {
  @Option(names = "--peer", required = true, description = "command line of the peer, for a shell")
  String peer = "";

  @Option(names = "--rounds", description = "of each (default ${DEFAULT-VALUE})")
  int rounds = 3;

  @Parameters(arity = "1..*", paramLabel = "NAME ARGUMENTS", description = "our benchmark")
  List<String> ours = List.of();

  /** Wall and processor milliseconds of one round. */
  private record Times(double wall, double cpu) {}

  /** Both sides' times of one kind of work, a pair for each round. */
  private record Pair(List<Times> ours, List<Times> peer) {
    Pair() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    int rounds() {
      return Math.min(ours.size(), peer.size());
    }
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Compare()).setStopAtPositional(true).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, Pair> pairs = new TreeMap<>();
    for (int i = 1; i <= rounds; i++) {
      for (var entry : run(List.of("sh", "-c", peer)).entrySet()) {
        pairs.computeIfAbsent(entry.getKey(), k -> new Pair()).peer.add(entry.getValue());
      }
      for (var entry : run(benchmark()).entrySet()) {
        pairs.computeIfAbsent(entry.getKey(), k -> new Pair()).ours.add(entry.getValue());
      }
      System.err.printf(Locale.ROOT, "round %d of %d done%n", i, rounds);
    }
    System.out.println(
        "| work | ours, ms | peer, ms | ratio | by round | ours, CPU ms | peer, CPU ms | ratio |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    pairs.forEach(
        (what, pair) -> {
          if (pair.rounds() > 0) {
            System.out.println(row(what, pair));
          }
        });
    return 0;
  }

  private static String row(String what, Pair pair) {
    double[] ratios = new double[pair.rounds()];
    Arrays.setAll(ratios, i -> pair.ours.get(i).wall / pair.peer.get(i).wall);
    double ours = median(pair.ours.stream().mapToDouble(Times::wall).toArray());
    double peer = median(pair.peer.stream().mapToDouble(Times::wall).toArray());
    double oursCpu = median(pair.ours.stream().mapToDouble(Times::cpu).toArray());
    double peerCpu = median(pair.peer.stream().mapToDouble(Times::cpu).toArray());
    return String.format(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %.2f | %.2f to %.2f | %.0f | %.0f | %.2f |",
        what,
        ours,
        peer,
        median(ratios),
        Arrays.stream(ratios).min().orElseThrow(),
        Arrays.stream(ratios).max().orElseThrow(),
        oursCpu,
        peerCpu,
        oursCpu / peerCpu);
  }

  /** This JVM's command with another class. */
  private List<String> benchmark() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Compare.class.getPackageName() + "." + ours.get(0));
    command.addAll(ours.subList(1, ours.size()));
    return command;
  }

  private static Map<String, Times> run(List<String> command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    Map<String, Times> times = new TreeMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{")) {
          JsonObject object = JsonParser.parseString(line).getAsJsonObject();
          if (object.has("median_ms") && object.has("median_cpu_ms")) {
            times.put(
                object.get("what").getAsString(),
                new Times(
                    object.get("median_ms").getAsDouble(),
                    object.get("median_cpu_ms").getAsDouble()));
          }
        }
      }
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException("Exit code " + code + " of " + String.join(" ", command));
    }
    return times;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
