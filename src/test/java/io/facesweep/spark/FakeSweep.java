package io.facesweep.spark;

import io.facesweep.cli.FaceSweep;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program, with a command {@code fake} that is {@code run} with fake runners. */
public final class FakeSweep {
  private FakeSweep() {}

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /**
   * Runs it in this process, where nothing ends it from outside; returns its exit code.
   *
   * @param written takes all that it writes
   */
  static int runHere(StringWriter written, String... arguments) {
    PrintWriter both = new PrintWriter(written, true);
    return run(both, both, arguments);
  }

  private static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return FaceSweep.commandLine()
        .addSubcommand(new FakeRun())
        .setOut(out)
        .setErr(err)
        .execute(arguments);
  }

  @Command(name = "fake")
  static final class FakeRun implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Parameters private String file;

    @Option(names = "-o")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--master")
    private String master;

    @Option(names = "--millis")
    private long millis;

    @Option(names = "--key", defaultValue = "fake")
    private String key;

    @Option(names = "--journal", defaultValue = "")
    private String journal;

    @Override
    public Integer call() {
      SweepConfig config = SweepFiles.load(file, overrides);
      PrintWriter out = spec.commandLine().getOut();
      SweepResult result =
          SweepJob.run(
              config,
              master,
              line -> {
                out.println(line);
                out.flush();
              },
              new FakeRunners(key, -1, millis, journal),
              Fingerprints.unread(config));
      out.println(result.summary());
      out.flush();
      return result.exit().code();
    }
  }
}
