package io.facesweep.cli;

import io.facesweep.UserException;
import io.facesweep.spark.DriverExit;
import io.facesweep.spark.LocalLogging;
import java.io.PrintWriter;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IParameterExceptionHandler;

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
      MeasureCommand.class,
      TablesCommand.class,
      ReportCommand.class,
      InspectCommand.class,
      FaceCommand.class,
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

  private static final int MAX_MESSAGE = 20_000;

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @throws Exception where that is how a code other than 0 is told
   */
  public static void main(String[] arguments) throws Exception {
    Properties system = System.getProperties();
    system.putIfAbsent("java.awt.headless", "true");
    LocalLogging.quietUnlessConfigured();
    PrintWriter out = new TerminalWriter(System.out);
    PrintWriter err = new TerminalWriter(System.err);
    DriverExit.exit(commandLine().setOut(out).setErr(err).execute(arguments));
  }

  /** The commands, which write to the streams that are set on it. */
  public static CommandLine commandLine() {
    CommandLine commands = new CommandLine(new FaceSweep());
    IParameterExceptionHandler usage = commands.getParameterExceptionHandler();
    return commands
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(FaceSweep::helpOrRun)
        .setParameterExceptionHandler((e, arguments) -> explain(e, arguments, usage))
        .setExecutionExceptionHandler(FaceSweep::report);
  }

  /** Help is coloured; what commands write has no colours of its own. */
  private static int helpOrRun(CommandLine.ParseResult parsed) {
    PrintWriter out = parsed.commandSpec().commandLine().getOut();
    Integer code;
    try (TerminalWriter.Passage colours = TerminalWriter.colours(out)) {
      code = CommandLine.executeHelpRequest(parsed);
    }
    return code == null ? new CommandLine.RunLast().execute(parsed) : code;
  }

  private static int explain(
      CommandLine.ParameterException e, String[] arguments, IParameterExceptionHandler usage)
      throws Exception {
    try (TerminalWriter.Passage colours = TerminalWriter.colours(e.getCommandLine().getErr())) {
      return usage.handleParseException(e, arguments);
    }
  }

  /** The user's mistakes in one message, ours with all that helps to find them. */
  private static int report(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (isEnding()) {
      return INTERRUPTED;
    }
    PrintWriter err = command.getErr();
    if (failure instanceof UserException) {
      try (TerminalWriter.Passage colours = TerminalWriter.colours(err)) {
        err.print(Ansi.AUTO.string("@|bold,red Error:|@ "));
      }
      err.println(shortened(String.valueOf(failure.getMessage())));
      err.flush();
      return BAD_INPUT;
    }
    err.println("This is a bug in FaceSweep. Please report it with what follows.");
    failure.printStackTrace(err);
    err.flush();
    return BUG;
  }

  /** A file may make a message as long as it likes. */
  private static String shortened(String message) {
    return message.length() <= MAX_MESSAGE
        ? message
        : "%s... (%d characters more)"
            .formatted(message.substring(0, MAX_MESSAGE), message.length() - MAX_MESSAGE);
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
