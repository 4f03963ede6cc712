/** A program around the sample: its arguments are requests, four each; it prints a line a request. */
export type Language = {
  command: string;
  probe: string[];
  files: (code: string) => Record<string, string>;
  args: string[];
};

/** How samples are run. Those without a program here are named in samples.test.ts. */
export const languages: Record<string, Language> = {
  node: {
    command: process.execPath,
    probe: ["--version"],
    args: ["main.mjs"],
    files: (code) => ({
      "verify.mjs": code,
      "main.mjs": `import { verify } from "./verify.mjs";
const all = process.argv.slice(2);
for (let i = 0; i < all.length; i += 4) {
  const [id, timestamp, signature, body] = all.slice(i);
  try {
    verify({ "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature }, body);
    console.log("genuine");
  } catch (error) {
    console.log(error.message);
  }
}`,
    }),
  },
  python: {
    command: "python3",
    probe: ["--version"],
    args: ["main.py"],
    files: (code) => ({
      "verify.py": code,
      "main.py": `import sys
from verify import verify
for i in range(1, len(sys.argv), 4):
    a = sys.argv[i:i + 4]
    try:
        verify({"webhook-id": a[0], "webhook-timestamp": a[1], "webhook-signature": a[2]}, a[3].encode())
        print("genuine")
    except ValueError as error:
        print(error)`,
    }),
  },
  go: {
    command: "go",
    probe: ["version"],
    args: ["run", "verify.go", "main.go"],
    files: (code) => ({
      "verify.go": code.replace("package webhooks", "package main"),
      "main.go": `package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	for a := os.Args[1:]; len(a) >= 4; a = a[4:] {
		header := http.Header{}
		header.Set("webhook-id", a[0])
		header.Set("webhook-timestamp", a[1])
		header.Set("webhook-signature", a[2])
		if err := Verify(header, []byte(a[3])); err != nil {
			fmt.Println(err)
		} else {
			fmt.Println("genuine")
		}
	}
}`,
    }),
  },
  ruby: {
    command: "ruby",
    probe: ["--version"],
    args: ["main.rb"],
    files: (code) => ({
      "main.rb": `${code}
ARGV.each_slice(4) do |i, t, s, b|
  verify({ "webhook-id" => i, "webhook-timestamp" => t, "webhook-signature" => s }, b)
  puts "genuine"
rescue RuntimeError => error
  puts error.message
end`,
    }),
  },
  php: {
    command: "php",
    probe: ["--version"],
    args: ["main.php"],
    files: (code) => ({
      "main.php": `${code}
foreach (array_chunk(array_slice($argv, 1), 4) as [$i, $t, $s, $b]) {
    try {
        verify(['HTTP_WEBHOOK_ID' => $i, 'HTTP_WEBHOOK_TIMESTAMP' => $t, 'HTTP_WEBHOOK_SIGNATURE' => $s], $b);
        echo "genuine\n";
    } catch (RuntimeException $error) {
        echo $error->getMessage(), "\n";
    }
}`,
    }),
  },
  java: {
    command: "java",
    probe: ["-version"],
    args: ["-Dfile.encoding=UTF-8", "-Dsun.jnu.encoding=UTF-8", "Main.java"],
    // One file is run without compiling it first; its first class is the one that is started.
    files: (code) => ({
      "Main.java": code.replace(
        "public final class",
        `class Main {
    public static void main(String[] a) throws Exception {
        for (int i = 0; i < a.length; i += 4) {
            try {
                WebhookVerifier.verify(a[i], a[i + 1], a[i + 2].isEmpty() ? null : a[i + 2], a[i + 3].getBytes("UTF-8"));
                System.out.println("genuine");
            } catch (SecurityException error) {
                System.out.println(error.getMessage());
            }
        }
    }
}

final class`,
      ),
    }),
  },
};
