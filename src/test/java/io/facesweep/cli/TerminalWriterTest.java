package io.facesweep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.UserException;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

class TerminalWriterTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TerminalWriter out = new TerminalWriter(bytes);

  @Test
  void controlCharactersAreShownAndNotObeyed() {
    out.println("a\u001b]0;PWNED\u0007 b\u001b[2J\rc\u007f\u009b31m\ttab 👩‍🦰 زن");
    out.print('\u0007');
    out.printf("%s", "\b");
    assertThat(written()).isEqualTo("a�]0;PWNED� b�[2J�c��31m\ttab 👩‍🦰 زن\n��");
  }

  @Test
  void lineBreaksOfEverySystemPass() {
    out.print("a\nb\r\nc\r");
    assertThat(written()).isEqualTo("a\nb\r\nc�");
  }

  @Test
  void coloursPassOnlyWhereTheyAreOurs() {
    out.print("\u001b[31mred");
    try (TerminalWriter.Passage colours = TerminalWriter.colours(out)) {
      out.print("\u001b[1;31mred\u001b[0m\u001b[2J");
    }
    out.print("\u001b[0m");
    assertThat(written()).isEqualTo("�[31mred\u001b[1;31mred\u001b[0m�[2J�[0m");
  }

  @Test
  void theLastLineOfATerminalIsRewritten() {
    TerminalConsole console = new TerminalConsole(out, 80);
    console.status("1 of 2\u001b[2J");
    console.say("done");
    assertThat(written()).isEqualTo("\r\u001b[2K1 of 2�[2J\r\u001b[2Kdone\n");
  }

  @Test
  void messagesOfFailuresAreShownAndShortened() {
    CommandLine commands =
        FaceSweep.commandLine().addSubcommand(new Fails("Cannot read a\u001b[2Jb: no"));
    assertThat(commands.setErr(out).execute("fails")).isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(written()).endsWith("Error: Cannot read a�[2Jb: no\n");
    bytes.reset();
    commands = FaceSweep.commandLine().addSubcommand(new Fails("x".repeat(30_000)));
    commands.setErr(out).execute("fails");
    assertThat(written()).endsWith("xxx... (10000 characters more)\n").hasSizeLessThan(20_100);
  }

  @Test
  void helpKeepsItsColoursAndArgumentsHaveNone() {
    CommandLine commands =
        FaceSweep.commandLine().setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.ON));
    commands.setOut(out).setErr(out).execute("--help");
    assertThat(written()).contains("\u001b[1mfacesweep\u001b[");
    bytes.reset();
    commands.execute("report", "a.conf", "--no-such\u001b[2J");
    assertThat(written()).contains("--no-such�[2J");
  }

  @Test
  void otherWritersAreLeftAlone() {
    PrintWriter plain = new PrintWriter(bytes, true, StandardCharsets.UTF_8);
    TerminalWriter.codes(plain, "\r");
    try (TerminalWriter.Passage colours = TerminalWriter.colours(plain)) {
      plain.print("\u001b[31m");
    }
    plain.flush();
    assertThat(written()).isEqualTo("\r\u001b[31m");
  }

  private String written() {
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  /** Fails by the user's fault. */
  @Command(name = "fails")
  private static final class Fails implements Callable<Integer> {
    private final String message;

    Fails(String message) {
      this.message = message;
    }

    @Override
    public Integer call() {
      throw new UserException(message);
    }
  }
}
