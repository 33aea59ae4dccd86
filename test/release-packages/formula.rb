# frozen_string_literal: true

# A stand-in for the part of Homebrew that our formula uses: reads a formula, installs it, or runs its test block.
#   formula.rb read FORMULA            prints what it says, as JSON
#   formula.rb install FORMULA PREFIX  runs `install` in the working folder, which is the unpacked archive
#   formula.rb test FORMULA PREFIX     runs its test block in a new folder, on the programs in PREFIX/bin
require "fileutils"
require "json"
require "open3"
require "pathname"
require "tmpdir"

class Pathname
  def install(*sources)
    mkpath
    sources.flatten.each do |source|
      pairs = source.is_a?(Hash) ? source : { source => File.basename(source) }
      pairs.each { |from, to| FileUtils.mv(from, self/to) }
    end
  end

  def install_symlink(links)
    links.each { |target, name| FileUtils.ln_s(Pathname(target).relative_path_from(self), self/name) }
  end
end

class Formula
  SAID = { archives: {} }
  WITHIN = []

  class << self
    %i[desc homepage version license].each { |word| define_method(word) { |value| SAID[word] = value } }
    %i[on_macos on_linux on_arm on_intel].each do |word|
      define_method(word) do |&block|
        WITHIN.push(word)
        block.call
        WITHIN.pop
      end
    end
    %i[url sha256].each do |word|
      define_method(word) { |value| (SAID[:archives][WITHIN.join(" ")] ||= {})[word] = value }
    end

    def conflicts_with(*) = nil
    def test(&block) = define_method(:run_test, &block)
    def inherited(subclass) = (@formula = subclass)
    attr_reader :formula
  end

  def initialize(prefix)
    @prefix = Pathname(prefix)
    @matched = 0
  end
  attr_reader :matched

  def bin = @prefix/"bin"
  def man1 = @prefix/"share/man/man1"
  def bash_completion = @prefix/"etc/bash_completion.d"
  def zsh_completion = @prefix/"share/zsh/site-functions"
  def fish_completion = @prefix/"share/fish/vendor_completions.d"
  def testpath = Pathname(Dir.pwd)

  def shell_output(command, expected = 0)
    out, status = Open3.capture2("sh", "-c", command)
    raise "#{command}: exit code #{status.exitstatus}" unless status.exitstatus == expected

    out
  end

  def pipe_output(command, input, expected = nil)
    out, status = Open3.capture2("sh", "-c", command, stdin_data: input)
    raise "#{command}: exit code #{status.exitstatus}" unless expected.nil? || status.exitstatus == expected

    out
  end

  def assert_match(pattern, text)
    raise "#{text.inspect} does not hold #{pattern.inspect}" unless text.match?(pattern)

    @matched += 1
  end
end

verb, path, prefix = ARGV
load File.expand_path(path)
case verb
when "read" then puts JSON.generate(Formula::SAID)
when "install" then Formula.formula.new(prefix).install
when "test"
  formula = Formula.formula.new(File.expand_path(prefix))
  Dir.mktmpdir { |folder| Dir.chdir(folder) { formula.run_test } }
  puts "#{formula.matched} matched"
end
