// A server that misbehaves, in the way that the first part of a path says.
import type { Socket } from 'node:net'
import { createSocketServer, http } from '../../packages/client/src/testing/createSocketServer.ts'

/** The least that plex.tv says of somebody. */
const ada = JSON.stringify({ id: 1, uuid: '0123456789abcdef', title: 'Ada', authToken: 'token' })

const cut = 'HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n'
const behaviours: Record<string, string | Buffer | ((socket: Socket) => void)> = {
  elsewhere: http('200 OK', ada),
  user: http('200 OK', ada),
  'user-of-form': http('201 Created', ada),
  'byte-order-mark': http('200 OK', `\ufeff${ada}`),
  portal: http('200 OK', '<!doctype html><h1>Welcome to the hotel network</h1>', { 'Content-Type': 'text/html' }),
  hang: () => {},
  'hang-for-caller': () => {},
  'hang-in-body': (socket) => socket.write(`${cut}Content-Length: 900\r\n\r\n{"id":1,`),
  'hang-in-body-for-caller': (socket) => socket.write(`${cut}Content-Length: 900\r\n\r\n{"id":1,`),
  'cut-headers': 'HTTP/1.1 201 Created\r\nContent-Ty',
  'cut-length': `${cut}Content-Length: 900\r\n\r\n{"id":1,`,
  'cut-chunk': `${cut}Transfer-Encoding: chunked\r\n\r\nff\r\n{"id":1,`,
  'endless-201': (socket) => pour(socket, '201 Created'),
  'endless-401': (socket) => pour(socket, '401 Unauthorized'),
}

/** What it has seen it says at `/requests/…`; at `/left/…` it answers once nobody is connected there any more. */
export async function createMisbehavingServer() {
  const visits: { behaviour: string; request: string; left: Promise<unknown> }[] = []
  const server = await createSocketServer((socket, request) => {
    const [, behaviour = '', of = ''] = request.split(' ')[1]?.split(/[/?]/) ?? []
    if (behaviour === 'requests') {
      const requests = visits.filter((visit) => visit.behaviour === of).map((visit) => visit.request)
      return void socket.end(http('200 OK', JSON.stringify(requests)))
    }
    if (behaviour === 'left') {
      const left = visits.filter((visit) => visit.behaviour === of).map((visit) => visit.left)
      return void Promise.all(left).then(() => socket.end(http('200 OK')))
    }
    visits.push({ behaviour, request, left: new Promise((resolve) => socket.once('close', resolve)) })
    const [, status] = /^redirect-(\d{3})$/.exec(behaviour) ?? []
    const answer = status
      ? http(`${status} Elsewhere`, '', { Location: `${server.url}/elsewhere/api/v2/user` })
      : behaviours[behaviour]
    if (typeof answer === 'function') answer(socket)
    else socket.end(answer ?? http('404 Not Found'))
  })
  return server
}

/** Goes on for as long as somebody takes it. */
function pour(socket: Socket, status: string) {
  socket.write(`HTTP/1.1 ${status}\r\nContent-Type: application/json\r\n\r\n`)
  const more = () => {
    while (!socket.destroyed && socket.write(' '.repeat(65_536)));
  }
  socket.on('drain', more)
  more()
}
