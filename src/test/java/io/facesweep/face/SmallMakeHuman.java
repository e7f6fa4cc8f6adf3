package io.facesweep.face;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * A data folder in MakeHuman's form: a wall of two quads of which the upper one is the head (its
 * vertices 2 to 5), two eyes of a triangle each (6 to 8, 9 to 11), and a helper that is dropped.
 */
final class SmallMakeHuman {
  private static final String BASE =
      """
      # basemesh
      v -1 5 1
      v 1 5 1
      v -1 6 1
      v 1 6 1
      v -1 8 1
      v 1 8 1
      v 0.2 7 1.5
      v 0.4 7 1.5
      v 0.3 7.2 1.5
      v -0.2 7 1.5
      v -0.4 7 1.5
      v -0.3 7.2 1.5
      vt 0.98 0.3
      vt 0.98 0.666
      vt 0.95 0.3
      vt 0.95 0.666
      vt 0.70 0.483
      vt 0.70 0.483
      vt 0.762 0.94
      vt 0.780 0.94
      vt 0.770 0.95
      vt 0.810 0.94
      vt 0.792 0.94
      vt 0.802 0.95
      g body
      f 1/1 2/2 4/4 3/3
      f 3/3 4/4 6/6 5/5
      g joint-neck
      f 1/1 2/2 6/6
      g helper-l-eye
      f 7/7 8/8 9/9
      g helper-r-eye
      f 10/10 12/12 11/11
      """;

  private SmallMakeHuman() {}

  static Path in(Path directory) throws IOException {
    Files.createDirectories(directory.resolve("3dobjs"));
    Files.writeString(directory.resolve("3dobjs/base.obj"), BASE);
    Files.createDirectories(directory.resolve("mesh_metadata"));
    Files.writeString(
        directory.resolve("mesh_metadata/hm08.mirror"),
        "0 1 r\n1 0 l\n2 3 r\n3 2 l\n4 5 r\n5 4 l\n6 9 l\n7 10 l\n8 11 l\n9 6 r\n10 7 r\n11 8 r\n");
    target(directory, "chin/chin-width-incr.target", "2 -.3 0 0\n3 .3 0 0\n");
    target(directory, "chin/chin-width-decr.target", "2 .3 0 0\n3 -.3 0 0\n0 9 9 9\n");
    target(directory, "chin/chin-cleft-incr.target", "2 0 0 .06\n");
    target(directory, "chin/chin-cleft-decr.target", "3 0 0 -.06\n");
    target(directory, "chin/chin-body-only-incr.target", "0 1 1 1\n");
    target(directory, "eyes/l-eye-trans-up.target", "# a comment\n6 0 .03 0\n");
    target(directory, "eyes/l-eye-trans-down.target", "6 0 -.03 0\n");
    target(directory, "eyes/r-eye-trans-up.target", "9 0 .03 0\n");
    target(directory, "eyes/r-eye-trans-down.target", "9 0 -.03 0\n");
    target(directory, "head/head-oval.target", "4 0 .01 0\n");
    target(directory, "head/head-trans-up.target", "4 0 .01 0\n");
    target(directory, "asym/asym-jaw-1-l.target", "2 .03 0 0\n");
    target(directory, "asym/asym-jaw-1-r.target", "2 -.03 0 0\n");
    return directory;
  }

  /** The six young people and the old ones, who all lie higher than the base. */
  static void addMacros(Path directory) throws IOException {
    for (String ethnicity : new String[] {"african", "asian", "caucasian"}) {
      for (String gender : new String[] {"female", "male"}) {
        double x = ethnicity.equals("african") ? 0.6 : 0;
        double z = gender.equals("male") ? 0.4 : 0;
        for (String age : new String[] {"young", "old"}) {
          StringBuilder lines = new StringBuilder();
          for (int v = 2; v < 12; v++) {
            lines.append(v).append(v == 3 ? " %s 1 %s\n".formatted(x, z) : " 0 1 0\n");
          }
          target(
              directory,
              "macrodetails/%s-%s-%s.target".formatted(ethnicity, gender, age),
              lines.toString());
        }
      }
    }
  }

  /** Those of the chin are plain, the others deflated. */
  static void target(Path directory, String name, String lines) throws IOException {
    Path file = directory.resolve("targets").resolve(name);
    Files.createDirectories(file.getParent());
    if (name.startsWith("chin")) {
      Files.writeString(file, lines);
      return;
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(file + ".gz")))) {
      out.write(lines.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
