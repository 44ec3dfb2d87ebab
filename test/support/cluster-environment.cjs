'use strict';

const { relative } = require('node:path');
const { EXCEPTIONS } = require('./cluster-exceptions.cjs');
const OneRealm = require('./jest/environment.cjs');

/** Skips the exceptions in a run on several instances, and everything else in the run of what that left out. */
class ClusterEnvironment extends OneRealm {
  constructor(config, context) {
    super(config, context);
    const file = relative(config.projectConfig.rootDir, context.testPath).replaceAll('\\', '/');
    this.exceptions = EXCEPTIONS.filter((entry) => entry.file === file);
  }

  handleTestEvent({ name }, { rootDescribeBlock }) {
    if (name !== 'run_start') return;
    const tests = testsIn(rootDescribeBlock).map((test) => ({ test, fullName: nameOf(test) }));
    const names = this.exceptions.flatMap((entry) => entry.tests ?? ['']);
    const rotten = names.filter((begin) => !tests.some(({ fullName }) => fullName.startsWith(begin)));
    if (rotten.length > 0) throw new Error(`test/support/cluster-exceptions.cjs names what is not here: ${rotten.join(', ')}`);
    const leftOutRuns = process.env.TEST_CLUSTER === 'left-out';
    for (const { test, fullName } of tests) {
      const isLeftOut = names.some((begin) => fullName.startsWith(begin));
      if (isLeftOut !== leftOutRuns) test.mode = 'skip';
    }
  }
}

function testsIn(block) {
  return block.children.flatMap((child) => (child.type === 'describeBlock' ? testsIn(child) : child));
}

/** As Jest prints it: the names of the blocks around it, then its own. */
function nameOf(test) {
  const names = [test.name];
  for (let block = test.parent; block.parent; block = block.parent) names.unshift(block.name);
  return names.join(' ');
}

module.exports = ClusterEnvironment;
