import { main } from "../cfssl/main.js";
import { program } from "./programs.js";
import { runMain } from "./run.js";

runMain(program(main));
