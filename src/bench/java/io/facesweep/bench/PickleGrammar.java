package io.facesweep.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Writes programs for the pickle machine: instructions with operands that are right, or nearly. */
final class PickleGrammar {
  private static final String[] NAMES = {
    "numpy.core.multiarray\n_reconstruct\n",
    "numpy._core.numeric\n_frombuffer\n",
    "numpy\ndtype\n",
    "numpy\nndarray\n",
    "_codecs\nencode\n",
    "chumpy.ch\nCh\n",
    "copy_reg\n_reconstructor\n",
    "__builtin__\nobject\n",
    "__builtin__\nset\n",
    "os\nsystem\n",
    "builtins\neval\n"
  };
  private static final String[] TEXTS = {
    "f8", "i4", "O8", "<", ">", "x", "v_template", "shapedirs", "f", "latin1", "F", ""
  };

  /** Instructions without operands. */
  private static final String PLAIN =
      "()]}NtldeasubRQo0122e\u0085\u0086\u0087\u0088\u0089\u008f\u0090\u0091\u0092\u0093\u0094\u0081\u0097\u0098";

  private final SplittableRandom random;
  private final FieldMutator fields;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PickleGrammar(SplittableRandom random) {
    this.random = random;
    this.fields = new FieldMutator(random);
  }

  /** A program of up to sixty instructions, mostly ending in a dictionary. */
  byte[] program() {
    out.reset();
    if (random.nextInt(3) > 0) {
      text("}");
    }
    for (int length = random.nextInt(60); length > 0; length--) {
      instruction();
    }
    text(".");
    return out.toByteArray();
  }

  private void instruction() {
    switch (random.nextInt(14)) {
      case 0 -> text("c" + NAMES[random.nextInt(NAMES.length)]);
      case 1 -> text("V" + word() + "\n");
      case 2 -> text("S'" + word() + "'\n");
      case 3 -> text("I" + fields.number(3) + "\n");
      case 4 -> text("L" + "9".repeat(random.nextInt(500)) + "L\n");
      case 5 -> text("F" + fields.number(1) + "e" + fields.number(5) + "\n");
      case 6 -> counted("BXT\u008b", 4);
      case 7 -> counted("\u008d\u008e\u0096", 8);
      case 8 -> counted("CU\u008c\u008a", 1);
      case 9 -> text("pg".charAt(random.nextInt(2)) + "" + random.nextInt(8) + "\n");
      case 10 -> text("qhK".charAt(random.nextInt(3)) + "" + (char) random.nextInt(8));
      case 11 -> array();
      case 12 ->
          text("J" + (char) random.nextInt(256) + "\u0000\u0000" + (char) random.nextInt(256));
      default -> text(PLAIN.charAt(random.nextInt(PLAIN.length())) + "");
    }
  }

  /** An array as numpy pickles it, with a part that may be wrong. */
  private void array() {
    text("cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n");
    text("(I" + fields.number(3) + "\nI" + fields.number(3) + "\nt");
    text("cnumpy\ndtype\n(V" + word() + "\nI0\nI1\ntR(I3\nV" + word() + "\nNNNI-1\nI-1\nI0\ntb");
    text("I0" + random.nextInt(2) + "\n");
    counted("C", 1);
    text("tb");
  }

  private void counted(String instructions, int width) {
    text(instructions.charAt(random.nextInt(instructions.length())) + "");
    int length = random.nextInt(40);
    long claimed = random.nextInt(3) == 0 ? fields.number(length) : length;
    ByteBuffer size = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, claimed);
    out.write(size.array(), 0, width);
    out.writeBytes(new byte[length]);
  }

  private String word() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private void text(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
