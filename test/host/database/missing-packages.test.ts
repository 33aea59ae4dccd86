import { openDatabase } from "../../../src/host/database/open.js";

function missing(): never {
  throw Object.assign(new Error("Cannot find module"), { code: "MODULE_NOT_FOUND" });
}

jest.mock("pg", missing);
jest.mock("mysql2", missing);

test.each([
  ["postgres", "PostgreSQL is not available here: npm install pg, or use the standalone program"],
  ["mysql", "MySQL is not available here: npm install mysql2, or use the standalone program"],
])("without its package, %s says at once what to install", async (driver, message) => {
  await expect(openDatabase(driver, "u@/d")).rejects.toHaveProperty("message", message);
});
