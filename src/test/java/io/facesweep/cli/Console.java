package io.facesweep.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs commands in this process and keeps what they write. */
public final class Console {
  private static final Path GOLDEN = Path.of(System.getProperty("golden.dir"));
  private static final String CONF = "/conf/golden-trial.conf";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  int run(String... arguments) {
    return run(FaceSweep.commandLine(), arguments);
  }

  int run(CommandLine commands, String... arguments) {
    return commands
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /** A small configuration on a golden checkpoint. */
  public static String configuration() {
    try {
      return Path.of(Console.class.getResource(CONF).toURI()).toString();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A command on the golden configuration with a few steps and small pictures. */
  public static String[] onGolden(String command, String... more) {
    Path family = GOLDEN.resolve("sd15-like");
    List<String> arguments = new ArrayList<>(List.of(command, configuration()));
    for (String override :
        List.of(
            "models.diffusion=" + family.resolve("model"),
            "models.depth-controlnet=" + family.resolve("controlnet"),
            "models.texture-controlnet=" + family.resolve("controlnet"),
            "trial.geometry.steps=3",
            "trial.texture.steps=2",
            "trial.texture.latent-steps=1",
            "run.save.views=2",
            "run.save.view-resolution=32",
            "run.save.animation-frames=3")) {
      arguments.add("-o");
      arguments.add(override);
    }
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  static Path golden() {
    return GOLDEN;
  }
}
