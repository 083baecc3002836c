// Starts the built program once, lets the checks loose on it, and stops it.
//   node run.mjs                 every check
//   node run.mjs story desk      only these
//   node run.mjs --shots DIR     screenshots of every page type
//   node run.mjs --budget        the weight of the home page
// UMLAND_BINARY names another program, UMLAND_WITH a folder for demo --with.
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, existsSync } from 'node:fs'
import net from 'node:net'
import http from 'node:http'
import path from 'node:path'

const here = import.meta.dirname
const out = path.join(here, 'out')
mkdirSync(out, { recursive: true })

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

const ready = (port) =>
  new Promise((resolve) => {
    const req = http.get({ host: '127.0.0.1', port, path: '/readyz', timeout: 2000, agent: false }, (res) => {
      res.resume()
      resolve(res.statusCode === 200)
    })
    req.on('error', () => resolve(false))
    req.on('timeout', () => req.destroy())
  })

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

async function start() {
  const binary = process.env.UMLAND_BINARY ?? path.join(here, '..', 'bin', 'umland')
  if (!existsSync(binary)) throw new Error(`${path.relative(process.cwd(), binary)} is not there: make build`)
  const port = await freePort()
  const log = path.join(out, 'demo.log')
  const errors = path.join(out, 'demo.err')
  const fds = [openSync(log, 'w'), openSync(errors, 'w')]
  const args = ['demo', '--addr', `127.0.0.1:${port}`]
  if (process.env.UMLAND_WITH) args.push('--with', process.env.UMLAND_WITH)
  const child = spawn(binary, args, { stdio: ['ignore', ...fds] })
  fds.forEach((fd) => closeSync(fd))
  const ended = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.once('error', (error) => resolve({ code: -1, error }))
  })
  let gone
  ended.then((how) => { gone = how })
  const limit = Date.now() + (process.env.UMLAND_WITH ? 240_000 : 60_000)
  while (!(await ready(port))) {
    if (gone || Date.now() > limit) {
      child.kill('SIGKILL')
      throw new Error(`the demo did not become ready (${JSON.stringify(gone ?? 'in time')}):\n${readFileSync(errors, 'utf8').slice(-3000)}`)
    }
    await pause(50)
  }
  return { port, log, errors, child, ended }
}

/** Ends the program as an operator would; it has ten seconds. */
async function stop({ child, ended }) {
  child.kill('SIGTERM')
  const how = await Promise.race([ended, pause(10_000)])
  if (!how) {
    child.kill('SIGKILL')
    console.error('the demo did not end within 10 s of SIGTERM')
    return false
  }
  if (how.code !== 0) console.error(`the demo ended with ${how.signal ?? how.code} instead of 0`)
  return how.code === 0
}

const args = process.argv.slice(2)
function command() {
  if (args[0] === '--shots') return ['shots.mjs', ...args.slice(1)]
  if (args[0] === '--budget') return ['budget.mjs']
  const wanted = args.filter((a) => !a.startsWith('--'))
  const files = readdirSync(here)
    .filter((f) => f.endsWith('.test.mjs'))
    .filter((f) => wanted.length === 0 || wanted.some((w) => f.startsWith(w)))
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
  if (files.length === 0) throw new Error(`no check is called ${wanted.join(' ')}`)
  const report = path.join(here, '..', 'bin', 'report')
  mkdirSync(report, { recursive: true })
  return [
    '--test', '--test-concurrency=1', '--test-timeout=900000',
    '--test-reporter=spec', '--test-reporter-destination=stdout',
    '--test-reporter=tap', `--test-reporter-destination=${path.join(report, 'browser.tap')}`,
    ...files,
  ]
}
/** Checks that write come last, so that the counts of the others hold still. */
const rank = (file) => ['pairs', 'forms', 'html', 'privacy', 'a11y', 'story', 'desk'].findIndex((n) => file.startsWith(n))

let server
try {
  const line = command()
  server = await start()
  const child = spawn(process.execPath, line, {
    cwd: here,
    stdio: 'inherit',
    env: { ...process.env, E2E_PORT: String(server.port), E2E_LOG: server.log, E2E_ERR: server.errors },
  })
  const forward = (signal) => child.kill(signal)
  process.on('SIGINT', forward)
  process.on('SIGTERM', forward)
  const code = await new Promise((resolve) => child.once('exit', (c) => resolve(c ?? 1)))
  process.exitCode = code
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  if (server && !(await stop(server))) process.exitCode = 1
}
