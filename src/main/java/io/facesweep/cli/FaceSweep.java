package io.facesweep.cli;

import io.facesweep.UserException;
import io.facesweep.spark.LocalLogging;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** {@code facesweep}: the program. */
@Command(
    name = "facesweep",
    mixinStandardHelpOptions = true,
    version = "facesweep 0.1.0",
    description = "Ablation sweeps of text-guided 3D face synthesis by score distillation.",
    subcommands = {
      TrialCommand.class,
      RunCommand.class,
      PlanCommand.class,
      TablesCommand.class,
      ReportCommand.class,
      InspectCommand.class,
      CheckCommand.class,
      ConfigCommand.class,
      TrainCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a bug of FaceSweep, with its stack trace",
      "2:something given is wrong: the command line, a configuration, a file",
      "3:a trial failed, or a comparison of check",
      "130, 143:interrupted by Ctrl-C or a terminate signal; what is finished is kept"
    })
public final class FaceSweep {
  /** Done. */
  public static final int OK = 0;

  /** A bug of ours. */
  public static final int BUG = 1;

  /** The user's input cannot be used. */
  public static final int BAD_INPUT = 2;

  /** The trial failed, as trials can. */
  public static final int TRIAL_FAILED = 3;

  /** Stopped by the user: 128 + SIGINT. */
  public static final int INTERRUPTED = 130;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Properties system = System.getProperties();
    system.putIfAbsent("java.awt.headless", "true");
    LocalLogging.quietUnlessConfigured();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = commandLine().setOut(out).setErr(err).execute(arguments);
    // does not return while the process is ending by a signal, whose code then counts
    System.exit(code);
  }

  /** The commands, which write to the streams that are set on it. */
  public static CommandLine commandLine() {
    return new CommandLine(new FaceSweep())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(FaceSweep::report);
  }

  /** The user's mistakes in one message, ours with all that helps to find them. */
  private static int report(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (isEnding()) {
      return INTERRUPTED;
    }
    PrintWriter err = command.getErr();
    if (failure instanceof UserException) {
      err.println(Ansi.AUTO.string("@|bold,red Error:|@ ") + failure.getMessage());
      err.flush();
      return BAD_INPUT;
    }
    err.println("This is a bug in FaceSweep. Please report it with what follows.");
    failure.printStackTrace(err);
    err.flush();
    return BUG;
  }

  /** Whether a signal is ending the process: what fails now does so because it was stopped. */
  private static boolean isEnding() {
    try {
      Thread probe = new Thread("ending-probe");
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
